BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Get-MlemDockerContainerLog' {
    It 'names an Engine that is not there' {
        { Get-MlemDockerContainerLog -Name 'iris' -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'EngineUnreachable' -Command 'GetMlemDockerContainerLogCommand')
    }

    It 'says which declaration is not there' {
        { Get-MlemDockerContainerLog -LiteralPath "$TestDrive/none.mlem" -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'MlemObjectNotFound' -Command 'GetMlemDockerContainerLogCommand')
    }

    It 'says which container is not there' -Tag 'Engine' {
        { Get-MlemDockerContainerLog -Name 'pester-none' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ContainerNotFound' -Command 'GetMlemDockerContainerLogCommand')
    }
}
