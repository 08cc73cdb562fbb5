BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Get-MlemDockerContainer' {
    It 'names an Engine that is not there' {
        { Get-MlemDockerContainer -Name 'iris' -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'EngineUnreachable' -Command 'GetMlemDockerContainerCommand')
    }

    It 'says which declaration is not there' {
        { Get-MlemDockerContainer -LiteralPath "$TestDrive/none.mlem" -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'MlemObjectNotFound' -Command 'GetMlemDockerContainerCommand')
    }

    It 'says which container is not there' -Tag 'Engine' {
        { Get-MlemDockerContainer -Name 'pester-none' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ContainerNotFound' -Command 'GetMlemDockerContainerCommand')
    }
}
