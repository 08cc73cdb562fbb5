BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Test-MlemDockerImage' {
    It 'names an Engine that is not there' {
        { Test-MlemDockerImage -Name 'iris' -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'EngineUnreachable' -Command 'TestMlemDockerImageCommand')
    }

    It 'refuses a name that Docker would refuse' {
        { Test-MlemDockerImage -Name 'NO' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ImageReferenceInvalid' -Command 'TestMlemDockerImageCommand')
    }

    It 'is false for an image that is not there' -Tag 'Engine' {
        Test-MlemDockerImage -Name 'pester-none' | Should -BeFalse
    }
}
