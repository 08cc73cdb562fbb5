BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Start-MlemDockerContainer' {
    It 'starts nothing with -WhatIf that is not there' {
        $given = @{ Path = "$TestDrive/none.mlem"; WhatIf = $true; ErrorAction = 'Stop' }
        { Start-MlemDockerContainer @given } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'MlemObjectNotFound' -Command 'StartMlemDockerContainerCommand')
    }

    It 'refuses what is no model, image or container' {
        { Start-MlemDockerContainer -InputObject (New-MlemDockerEnv) -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'InputNotSupported' -Command 'StartMlemDockerContainerCommand')
    }

    It 'leaves to a declaration what it decides' {
        $path = [System.IO.Path]::Combine($TestDrive, 'live.mlem')
        $null = New-MlemDockerContainer -Path $path -Name 'iris' -Server fastapi
        { Start-MlemDockerContainer -LiteralPath $path -Port '80' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ParameterNotAllowed' -Command 'StartMlemDockerContainerCommand')
    }
}
