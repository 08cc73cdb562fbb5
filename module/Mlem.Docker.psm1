# Only core commands and .NET here: the module is imported in hosts that have nothing else as well.
using namespace System.IO
using namespace System.Reflection

# The loader is the only assembly in PowerShell's own load context. Everything else of the module, and what it depends
# on, is loaded in a context of its own, beside whatever versions the session has already.
$bin = [Path]::Combine($PSScriptRoot, 'bin')
try {
    $loader = [Assembly]::LoadFrom([Path]::Combine($bin, 'Mlem.Docker.Loader.dll'))
}
catch [FileLoadException] {
    # Another build of the module was imported before; its loader serves this one too.
    $loader = [Assembly]::Load('Mlem.Docker.Loader')
}
$context = $loader.GetType('Mlem.Docker.Loader.ModuleLoadContext')
$assembly = $context::Load([Path]::Combine($bin, 'Mlem.Docker.PowerShell.dll'))
$inner = Import-Module -Assembly $assembly -PassThru

# On a second import, PowerShell takes the inner module from its cache and forgets to hand its cmdlets on
# (PowerShell issue 20710), so they are handed on here.
$export = [PSModuleInfo].GetMethod('AddExportedCmdlet', [BindingFlags]'Instance, NonPublic')
if ($export) {
    foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
        $export.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
    }
}
