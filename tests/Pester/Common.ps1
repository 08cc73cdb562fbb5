# What the tests of all cmdlets need: the built module, a model, and an Engine's name where there is one.

function Get-RepositoryRoot {
    <#
    .SYNOPSIS
    The root of the repository.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..'))
}

function Get-IrisPath {
    <#
    .SYNOPSIS
    The path of the example model.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    [System.IO.Path]::Combine((Get-RepositoryRoot), 'examples', 'iris', 'iris.mlem')
}

function Get-ErrorId {
    <#
    .SYNOPSIS
    The whole id of an error.

    .PARAMETER Name
    What went wrong, as docs/errors.md lists it.

    .PARAMETER Command
    The cmdlet's class.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [string] $Name,

        [Parameter(Mandatory)]
        [string] $Command
    )

    "$Name,Mlem.Docker.PowerShell.Commands.$Command"
}

function ConvertTo-SentObject {
    <#
    .SYNOPSIS
    An object as it comes back from Export-Clixml, a job or another machine.

    .PARAMETER InputObject
    The object.
    #>
    [CmdletBinding()]
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory)]
        [object] $InputObject
    )

    $text = [System.Management.Automation.PSSerializer]::Serialize($InputObject, 2)
    [System.Management.Automation.PSSerializer]::Deserialize($text)
}

if (-not (Get-Module -Name Mlem.Docker)) {
    Import-Module -Name ([System.IO.Path]::Combine((Get-RepositoryRoot), 'out', 'Mlem.Docker', 'Mlem.Docker.psd1'))
}
