BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Start-MlemDockerService' {
    It 'says which declaration is not there' {
        $given = @{ LiteralPath = "$TestDrive/none.mlem"; WhatIf = $true; ErrorAction = 'Stop' }
        { Start-MlemDockerService @given } |
            Should -Throw -ErrorId (Get-ErrorId -Name MlemObjectNotFound -Command StartMlemDockerServiceCommand)
    }

    It 'refuses what is no model, image or container' {
        { Start-MlemDockerService -InputObject (New-MlemDockerEnv) -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name InputNotSupported -Command StartMlemDockerServiceCommand)
    }
}
