# As much of Pester 5 as the files in tests/Pester use, so that their assertions run where Pester is not installed.
# A failure is a line with the test's name. Tests with the tag Engine, and mocks, are left to the real one.

$script:before = $null
$script:failures = [System.Collections.Generic.List[string]]::new()
$script:count = 0

function BeforeAll {
    <#
    .SYNOPSIS
    What is done before the tests of the file.

    .PARAMETER Block
    What is done.
    #>
    [CmdletBinding()]
    param([scriptblock] $Block)

    $script:before = $Block
}

function Describe {
    <#
    .SYNOPSIS
    Runs the tests of a file and tells how many there were, and what failed.

    .PARAMETER Name
    What is described.

    .PARAMETER Fixture
    The tests.
    #>
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([string] $Name, [scriptblock] $Fixture)

    . $script:before
    . $Fixture
    [pscustomobject] @{ Name = $Name; Count = $script:count; Failures = $script:failures.ToArray() }
}

function It {
    <#
    .SYNOPSIS
    A test.

    .PARAMETER Name
    What is so.

    .PARAMETER Test
    What shows it.

    .PARAMETER Tag
    What it needs.
    #>
    [CmdletBinding()]
    param([string] $Name, [scriptblock] $Test, [string[]] $Tag)

    if ($Tag -contains 'Engine') { return }
    $script:count++
    try {
        $null = . $Test
    }
    catch {
        $script:failures.Add("${Name}: $($_.Exception.Message)")
    }
}

function Should {
    <#
    .SYNOPSIS
    What must be so of a value, or of a block of script.

    .PARAMETER ActualValue
    The value, or values.

    .PARAMETER Not
    Turns it round.

    .PARAMETER Be
    What it must equal.

    .PARAMETER Contain
    What must be among the values.

    .PARAMETER BeTrue
    It must be true.

    .PARAMETER BeFalse
    It must be false.

    .PARAMETER BeNullOrEmpty
    There must be nothing.

    .PARAMETER Throw
    The block must fail.

    .PARAMETER ErrorId
    With this id.

    .PARAMETER ExpectedMessage
    With a message like this.
    #>
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipeline)]
        [object] $ActualValue,
        [switch] $Not,
        [object] $Be,
        [object] $Contain,
        [switch] $BeTrue,
        [switch] $BeFalse,
        [switch] $BeNullOrEmpty,
        [switch] $Throw,
        [string] $ErrorId,
        [string] $ExpectedMessage
    )

    begin {
        $all = [System.Collections.Generic.List[object]]::new()
    }
    process {
        if ($PSBoundParameters.ContainsKey('ActualValue')) { $all.Add($ActualValue) }
    }
    end {
        $found = if ($all.Count -eq 1) { $all[0] } else { $all.ToArray() }
        if ($Throw) {
            $failure = $null
            try {
                $null = & $found
            }
            catch {
                $failure = $_
            }
            if (-not $failure) { throw 'Nothing was thrown.' }
            if ($ErrorId -and $failure.FullyQualifiedErrorId -ne $ErrorId) {
                throw "$($failure.FullyQualifiedErrorId) was thrown, not $ErrorId."
            }
            if ($ExpectedMessage -and $failure.Exception.Message -notlike $ExpectedMessage) {
                throw "'$($failure.Exception.Message)' is not like '$ExpectedMessage'."
            }
            return
        }
        $right = if ($BeTrue) {
            $found -eq $true
        }
        elseif ($BeFalse) {
            $found -eq $false
        }
        elseif ($BeNullOrEmpty) {
            $null -eq $found -or @($found).Count -eq 0 -or "$found" -eq ''
        }
        elseif ($PSBoundParameters.ContainsKey('Contain')) {
            @($all) -contains $Contain
        }
        else {
            (@($all) -join "`n") -eq (@($Be) -join "`n")
        }
        if ($right -eq [bool] $Not) { throw "It was '$found'." }
    }
}

Export-ModuleMember -Function 'BeforeAll', 'Describe', 'It', 'Should'
