<#
.SYNOPSIS
Builds, tests, packs and installs the module. Core commands and .NET only, so it runs in pwsh and in mlem-docker.

.DESCRIPTION
Build    leaves the importable module in out/Mlem.Docker.
Test     builds, runs all test projects, and Pester and PSScriptAnalyzer over the scripts where these are there.
Pack     builds and writes out/Mlem.Docker.VERSION.nupkg, or to -Destination: the same sources make the same bytes.
Install  builds and copies the module to the user's module folder, or to -Destination.

.PARAMETER Task
What to do, one after the other.

.PARAMETER Configuration
The configuration to build.

.PARAMETER Destination
The folder of modules to install to, instead of the user's own; or the folder to write the package to, instead of out.

.PARAMETER NoBuild
Take what is built already.

.EXAMPLE
./build.ps1 -Task Install

.EXAMPLE
dotnet run --project src/Mlem.Docker.Host -- -File build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pack', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string] $Destination,

    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$built = [System.IO.Path]::Combine($root, 'out', 'Mlem.Docker')
$settings = @{ Configuration = $Configuration; NoBuild = [bool] $NoBuild }
$given = if ($Destination) { [System.IO.Path]::GetFullPath($Destination, $PWD.ProviderPath) }

function Invoke-BuildTask {
    <#
    .SYNOPSIS
    Builds everything.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    if ($settings.NoBuild) { return }
    $solution = [System.IO.Path]::Combine($root, 'Mlem.Docker.sln')
    & dotnet build $solution -c $settings.Configuration -v quiet -nologo | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "dotnet build failed with exit code $LASTEXITCODE." }
    "Built $built"
}

function Get-MissingPeer {
    <#
    .SYNOPSIS
    The tags of the Pester tests that need what is not there: an Engine, or the package index besides.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    # An image of a model takes its packages from the Internet, which a test run does not do unless it is asked to.
    if (-not $env:MLEM_DOCKER_TEST_INTERNET) { 'Internet' }
    if (-not (Get-Module -Name Mlem.Docker)) {
        Import-Module -Name ([System.IO.Path]::Combine($built, 'Mlem.Docker.psd1'))
    }
    $engine = Test-MlemDocker | Where-Object -Property Check -EQ -Value 'Endpoint'
    if ("$($engine.State)" -ne 'Passed') { 'Engine' }
}

function Invoke-TestTask {
    <#
    .SYNOPSIS
    Runs the test projects, and Pester and PSScriptAnalyzer where these are there.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    Invoke-BuildTask
    $tests = [System.IO.Path]::Combine($root, 'tests')
    $failed = foreach ($project in [System.IO.Directory]::GetFiles($tests, '*.Tests.csproj', 'AllDirectories')) {
        & dotnet run --project $project -c $settings.Configuration --no-build | Out-Host
        if ($LASTEXITCODE -ne 0) { [System.IO.Path]::GetFileNameWithoutExtension($project) }
    }

    $pester = Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version.Major -ge 5 }
    if ($pester) {
        Import-Module -Name Pester -MinimumVersion 5.0
        $folder = [System.IO.Path]::Combine($tests, 'Pester')
        $result = Invoke-Pester -Path $folder -ExcludeTagFilter (Get-MissingPeer) -PassThru
        if ($result.FailedCount) { $failed = @($failed) + 'Pester' }
    }
    else {
        'Pester 5 is not installed: its tests were left out.'
    }

    if (Get-Module -ListAvailable -Name PSScriptAnalyzer) {
        Import-Module -Name PSScriptAnalyzer
        $rules = [System.IO.Path]::Combine($root, 'PSScriptAnalyzerSettings.psd1')
        $findings = @(Invoke-ScriptAnalyzer -Path $root -Recurse -Settings $rules)
        foreach ($one in $findings) { "$($one.ScriptPath):$($one.Line): $($one.RuleName): $($one.Message)" }
        if ($findings) { $failed = @($failed) + 'PSScriptAnalyzer' }
    }
    else {
        'PSScriptAnalyzer is not installed: its rules were left out.'
    }
    if ($failed) { throw "Tests failed in: $($failed -join ', ')." }
}

function Invoke-PackTask {
    <#
    .SYNOPSIS
    Writes the package for the PowerShell Gallery.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    Invoke-BuildTask
    Import-Module -Name ([System.IO.Path]::Combine($root, 'build', 'Package.psm1')) -Force
    $folder = if ($given) { $given } else { [System.IO.Path]::Combine($root, 'out') }
    "Packed $(Export-ModulePackage -ModuleFolder $built -Destination $folder)"
}

function Get-UserModuleFolder {
    <#
    .SYNOPSIS
    The folder in which PowerShell looks for the user's modules.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    if ($IsWindows) {
        return [System.IO.Path]::Combine([Environment]::GetFolderPath('MyDocuments'), 'PowerShell', 'Modules')
    }
    $data = if ($env:XDG_DATA_HOME) { $env:XDG_DATA_HOME } else { [System.IO.Path]::Combine($HOME, '.local', 'share') }
    [System.IO.Path]::Combine($data, 'powershell', 'Modules')
}

function Copy-Folder {
    <#
    .SYNOPSIS
    Copies a folder with all that is in it.

    .PARAMETER From
    The folder.

    .PARAMETER To
    The new folder.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [string] $From,

        [Parameter(Mandatory)]
        [string] $To
    )

    foreach ($file in [System.IO.Directory]::GetFiles($From, '*', 'AllDirectories')) {
        $target = [System.IO.Path]::Combine($To, [System.IO.Path]::GetRelativePath($From, $file))
        $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($target))
        [System.IO.File]::Copy($file, $target)
    }
}

function Invoke-InstallTask {
    <#
    .SYNOPSIS
    Copies the module to where PowerShell finds it.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    Invoke-BuildTask
    $version = (Test-ModuleManifest -Path ([System.IO.Path]::Combine($built, 'Mlem.Docker.psd1'))).Version
    $modules = if ($given) { $given } else { Get-UserModuleFolder }
    $target = [System.IO.Path]::Combine($modules, 'Mlem.Docker', "$version")

    # Written beside it and then renamed: an interrupted installation leaves no half module.
    $fresh = "$target.$PID"
    Copy-Folder -From $built -To $fresh
    if ([System.IO.Directory]::Exists($target)) { [System.IO.Directory]::Delete($target, $true) }
    [System.IO.Directory]::Move($fresh, $target)
    "Installed $target"
}

foreach ($name in $Task) {
    & "Invoke-${name}Task"
}
