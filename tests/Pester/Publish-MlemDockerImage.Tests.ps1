BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Publish-MlemDockerImage' {
    It 'pushes nothing with -WhatIf' {
        Publish-MlemDockerImage -Name 'reg.example/iris' -WhatIf | Should -BeNullOrEmpty
    }

    It 'names an Engine that is not there' {
        $given = @{ Name = 'localhost:1/iris'; Registry = 'localhost:1'; DaemonHost = 'tcp://127.0.0.1:1' }
        { Publish-MlemDockerImage @given -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'EngineUnreachable' -Command 'PublishMlemDockerImageCommand')
    }
}
