BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Stop-MlemDockerService' {
    It 'names an Engine that is not there' {
        { Stop-MlemDockerService -Name 'iris' -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name EngineUnreachable -Command StopMlemDockerServiceCommand)
    }

    It 'says which declaration is not there' {
        { Stop-MlemDockerService -LiteralPath "$TestDrive/none.mlem" -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name MlemObjectNotFound -Command StopMlemDockerServiceCommand)
    }

    It 'has -WhatIf and -PassThru' {
        $parameters = (Get-Command -Name Stop-MlemDockerService).Parameters.Keys
        $parameters | Should -Contain 'WhatIf'
        $parameters | Should -Contain 'PassThru'
    }
}
