BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Get-MlemDockerImage' {
    It 'finds images by whole names only in a registry' {
        { Get-MlemDockerImage -Name 'iris*' -Registry 'reg.example' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'WildcardNotSupported' -Command 'GetMlemDockerImageCommand')
    }

    It 'names an Engine that is not there' {
        { Get-MlemDockerImage -Name 'iris' -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'EngineUnreachable' -Command 'GetMlemDockerImageCommand')
    }

    It 'says which image is not there' -Tag 'Engine' {
        { Get-MlemDockerImage -Name 'pester-none' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ImageNotFound' -Command 'GetMlemDockerImageCommand')
    }
}
