using Mlem.Docker.Help;

// Writes the module's help: MAML from the cmdlets and their pages, about topics from theirs. Run by the build, which
// reads each line of standard output that looks like a compiler's error as one.
HelpArguments arguments = HelpArguments.Parse(args);
var problems = new HelpProblems();
HelpBuild.Run(arguments, problems);
foreach (string line in problems.Lines)
    Console.Out.WriteLine(line);
return problems.Lines.Count == 0 ? 0 : 1;
