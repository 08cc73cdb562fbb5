BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Get-MlemDockerService' {
    It 'names an Engine that is not there' {
        { Get-MlemDockerService -Name 'iris' -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name EngineUnreachable -Command GetMlemDockerServiceCommand)
    }

    It 'says which declaration is not there' {
        { Get-MlemDockerService -LiteralPath "$TestDrive/none.mlem" -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name MlemObjectNotFound -Command GetMlemDockerServiceCommand)
    }
}
