# Only core commands and .NET here: an import that needs no other module is a faster one. Names of types are whole,
# since 'using namespace' lets PowerShell look through every assembly of the process.

# The loader is the only assembly in PowerShell's own load context. Everything else of the module, and what it depends
# on, is loaded in a context of its own, beside whatever versions the session has already.
$bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin')
try {
    $loader = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'Mlem.Docker.Loader.dll'))
}
catch [System.IO.FileLoadException] {
    # Another build of the module was imported before; its loader serves this one too.
    $loader = [System.Reflection.Assembly]::Load('Mlem.Docker.Loader')
}
$context = $loader.GetType('Mlem.Docker.Loader.ModuleLoadContext')
$assembly = $context::Load([System.IO.Path]::Combine($bin, 'Mlem.Docker.PowerShell.dll'))
$inner = Import-Module -Assembly $assembly -PassThru
$exports = $assembly.GetType('Mlem.Docker.PowerShell.ModuleExports')
$exports::HandOn($ExecutionContext.SessionState.Module, $inner)
