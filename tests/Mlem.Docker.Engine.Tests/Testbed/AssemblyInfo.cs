// One after the other: removing an image takes its unnamed parent layers along, and a build that runs at the same time
// and has found one of them in its cache fails.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
