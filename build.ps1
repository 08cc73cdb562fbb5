<#
.SYNOPSIS
Builds, tests, packs and installs the module.

.DESCRIPTION
Build    leaves the importable module in out/Mlem.Docker.
Test     builds, runs all test projects, and Pester and PSScriptAnalyzer over the scripts where these are there.
Coverage builds, runs the test projects that need no Docker Engine, and writes the share of lines that they reached.
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
dotnet pwsh ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Coverage', 'Pack', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string] $Destination,

    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$built = Join-Path -Path $root -ChildPath 'out/Mlem.Docker'
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
    $solution = Join-Path -Path $root -ChildPath 'Mlem.Docker.sln'
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
        Import-Module -Name (Join-Path -Path $built -ChildPath 'Mlem.Docker.psd1')
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
    $tests = Join-Path -Path $root -ChildPath 'tests'
    $failed = foreach ($project in Get-ChildItem -Path $tests -Filter '*.Tests.csproj' -Recurse) {
        & dotnet run --project $project.FullName -c $settings.Configuration --no-build | Out-Host
        if ($LASTEXITCODE -ne 0) { $project.BaseName }
    }

    $pester = Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version.Major -ge 5 }
    if ($pester) {
        Import-Module -Name Pester -MinimumVersion 5.0
        $folder = Join-Path -Path $tests -ChildPath 'Pester'
        $result = Invoke-Pester -Path $folder -ExcludeTagFilter (Get-MissingPeer) -PassThru
        if ($result.FailedCount) { $failed = @($failed) + 'Pester' }
    }
    else {
        'Pester 5 is not installed: its tests were left out.'
    }

    if (Get-Module -ListAvailable -Name PSScriptAnalyzer) {
        Import-Module -Name PSScriptAnalyzer
        $rules = Join-Path -Path $root -ChildPath 'PSScriptAnalyzerSettings.psd1'
        $findings = @(Invoke-ScriptAnalyzer -Path $root -Recurse -Settings $rules)
        foreach ($one in $findings) { "$($one.ScriptPath):$($one.Line): $($one.RuleName): $($one.Message)" }
        if ($findings) { $failed = @($failed) + 'PSScriptAnalyzer' }
    }
    else {
        'PSScriptAnalyzer is not installed: its rules were left out.'
    }
    if ($failed) { throw "Tests failed in: $($failed -join ', ')." }
}

function Invoke-CoverageTask {
    <#
    .SYNOPSIS
    Runs the test projects that need no Docker Engine, and writes which lines they reached.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    Invoke-BuildTask
    $project = Join-Path -Path $root -ChildPath 'build/Coverage.proj'
    & dotnet restore $project -v quiet | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "dotnet restore failed with exit code $LASTEXITCODE." }
    & dotnet msbuild $project -t:Cover -v:minimal -nologo "-p:Configuration=$($settings.Configuration)" | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "Measuring failed with exit code $LASTEXITCODE." }

    $folder = Join-Path -Path $root -ChildPath 'out/coverage'
    $measured = [xml] (Get-Content -LiteralPath (Join-Path -Path $folder -ChildPath 'coverage.cobertura.xml') -Raw)
    $lines = foreach ($package in $measured.coverage.packages.package) {
        '{0,7:p1}  {1}' -f [double] $package.'line-rate', $package.name
        foreach ($file in $package.classes.class | Group-Object -Property filename) {
            $all = @($file.Group.lines.line | Where-Object -Property number)
            $hit = @($all | Where-Object -Property hits -NE -Value '0')
            if ($all.Count) { '{0,7:p1}    {1}' -f ($hit.Count / $all.Count), $file.Name }
        }
    }
    $report = Join-Path -Path $folder -ChildPath 'report.txt'
    Set-Content -LiteralPath $report -Value $lines
    $lines | Where-Object { $_ -notlike '*%    *' }
    "Wrote $report"
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
    Import-Module -Name (Join-Path -Path $root -ChildPath 'build/Package.psm1') -Force
    $folder = if ($given) { $given } else { Join-Path -Path $root -ChildPath 'out' }
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
        return Join-Path -Path ([Environment]::GetFolderPath('MyDocuments')) -ChildPath 'PowerShell/Modules'
    }
    $data = if ($env:XDG_DATA_HOME) { $env:XDG_DATA_HOME } else { Join-Path -Path $HOME -ChildPath '.local/share' }
    Join-Path -Path $data -ChildPath 'powershell/Modules'
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
    $version = (Test-ModuleManifest -Path (Join-Path -Path $built -ChildPath 'Mlem.Docker.psd1')).Version
    $modules = if ($given) { $given } else { Get-UserModuleFolder }
    $target = Join-Path -Path $modules -ChildPath "Mlem.Docker/$version"

    # Written beside it and then renamed: an interrupted installation leaves no half module.
    $fresh = "$target.$PID"
    $null = New-Item -ItemType Directory -Path $fresh -Force
    Copy-Item -Path "$built/*" -Destination $fresh -Recurse
    if (Test-Path -LiteralPath $target) { Remove-Item -LiteralPath $target -Recurse -Force }
    Move-Item -LiteralPath $fresh -Destination $target
    "Installed $target"
}

foreach ($name in $Task) {
    & "Invoke-${name}Task"
}
