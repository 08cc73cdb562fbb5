BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Wait-MlemDockerContainer' {
    It 'names an Engine that is not there' {
        { Wait-MlemDockerContainer -Name 'iris' -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'EngineUnreachable' -Command 'WaitMlemDockerContainerCommand')
    }

    It 'says which declaration is not there' {
        { Wait-MlemDockerContainer -LiteralPath "$TestDrive/none.mlem" -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'MlemObjectNotFound' -Command 'WaitMlemDockerContainerCommand')
    }

    It 'says which container is not there' -Tag 'Engine' {
        { Wait-MlemDockerContainer -Name 'pester-none' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ContainerNotFound' -Command 'WaitMlemDockerContainerCommand')
    }

    It 'knows the states of a deployment' {
        { Wait-MlemDockerContainer -Name 'iris' -Status 'Flying' } | Should -Throw
    }
}
