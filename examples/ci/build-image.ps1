<#
.SYNOPSIS
Builds the image of a model, sees it serve, and pushes it where a registry is given. Called by the CI files beside it.

.DESCRIPTION
The login comes from the variables REGISTRY_USERNAME and REGISTRY_PASSWORD, where both are set; else from where
about_Mlem.Docker_Credentials says.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Model,

    [Parameter(Mandatory)]
    [string] $Name,

    [string] $Tag = 'latest',

    [string] $PythonVersion = '3.11.9',

    # The registry to push to; without it, the image stays on the Engine.
    [string] $Registry
)

$ErrorActionPreference = 'Stop'
Import-Module Mlem.Docker

Test-MlemDocker

$target = @{}
if ($Registry) {
    $target['Registry'] = $Registry
    if ($env:REGISTRY_USERNAME -and $env:REGISTRY_PASSWORD) {
        $password = [System.Net.NetworkCredential]::new('', $env:REGISTRY_PASSWORD).SecurePassword
        Connect-MlemDockerRegistry $Registry -Credential ([pscredential]::new($env:REGISTRY_USERNAME, $password))
    }
}

# The names of owners and groups may have capital letters, those of images may not.
$target['Name'] = $Name.ToLowerInvariant()
New-MlemDockerImage $Model -Tag $Tag -Server fastapi -PythonVersion $PythonVersion -Verify @target
