<#
.SYNOPSIS
Builds, tests, packs and installs the module. Core commands and .NET only, so it runs in pwsh and in mlem-docker.

.DESCRIPTION
Build    leaves the importable module in out/Mlem.Docker.
Test     builds and runs all test projects, and the Pester tests where Pester is there.
Install  builds and copies the module to the user's module folder, or to -Destination.

.EXAMPLE
./build.ps1 -Task Install

.EXAMPLE
dotnet run --project src/Mlem.Docker.Host -- -File build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # The folder of modules to install to, instead of the user's own.
    [string] $Destination,

    # Take what is built already.
    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$built = [System.IO.Path]::Combine($root, 'out', 'Mlem.Docker')

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args failed with exit code $LASTEXITCODE." }
}

function Invoke-BuildTask {
    if ($NoBuild) { return }
    Invoke-DotNet build ([System.IO.Path]::Combine($root, 'Mlem.Docker.sln')) -c $Configuration -v quiet -nologo
    "Built $built"
}

function Invoke-TestTask {
    Invoke-BuildTask
    $tests = [System.IO.Path]::Combine($root, 'tests')
    $failed = foreach ($project in [System.IO.Directory]::GetFiles($tests, '*.Tests.csproj', 'AllDirectories')) {
        & dotnet run --project $project -c $Configuration --no-build | Out-Host
        if ($LASTEXITCODE -ne 0) { [System.IO.Path]::GetFileNameWithoutExtension($project) }
    }

    $pester = [System.IO.Path]::Combine($tests, 'Pester')
    if ([System.IO.Directory]::Exists($pester) -and (Get-Module -ListAvailable -Name Pester)) {
        Invoke-Pester -Path $pester -CI
    }
    if ($failed) { throw "Tests failed in: $($failed -join ', ')." }
}

function Get-UserModuleFolder {
    if ($IsWindows) {
        return [System.IO.Path]::Combine([Environment]::GetFolderPath('MyDocuments'), 'PowerShell', 'Modules')
    }
    $data = if ($env:XDG_DATA_HOME) { $env:XDG_DATA_HOME } else { [System.IO.Path]::Combine($HOME, '.local', 'share') }
    [System.IO.Path]::Combine($data, 'powershell', 'Modules')
}

function Copy-Folder([string] $From, [string] $To) {
    foreach ($file in [System.IO.Directory]::GetFiles($From, '*', 'AllDirectories')) {
        $target = [System.IO.Path]::Combine($To, [System.IO.Path]::GetRelativePath($From, $file))
        $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($target))
        [System.IO.File]::Copy($file, $target)
    }
}

function Invoke-InstallTask {
    Invoke-BuildTask
    $version = (Test-ModuleManifest ([System.IO.Path]::Combine($built, 'Mlem.Docker.psd1'))).Version
    $modules = if ($Destination) { [System.IO.Path]::GetFullPath($Destination, $PWD.ProviderPath) } else { Get-UserModuleFolder }
    $target = [System.IO.Path]::Combine($modules, 'Mlem.Docker', "$version")

    # Written beside it and then renamed: an interrupted installation leaves no half module.
    $fresh = "$target.$PID"
    Copy-Folder $built $fresh
    if ([System.IO.Directory]::Exists($target)) { [System.IO.Directory]::Delete($target, $true) }
    [System.IO.Directory]::Move($fresh, $target)
    "Installed $target"
}

foreach ($name in $Task) {
    & "Invoke-${name}Task"
}
