BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'New-MlemDockerImage' {
    It 'builds nothing with -WhatIf' {
        $given = @{ Path = Get-IrisPath; Name = 'pester'; Server = 'fastapi'; DaemonHost = 'tcp://127.0.0.1:1' }
        New-MlemDockerImage @given -WhatIf | Should -BeNullOrEmpty
    }

    It 'refuses a name that Docker would refuse' {
        { New-MlemDockerImage -Path (Get-IrisPath) -Name 'NO' -Server fastapi -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ImageReferenceInvalid' -Command 'NewMlemDockerImageCommand')
    }

    It 'names an Engine that is not there' {
        $given = @{ Path = Get-IrisPath; Name = 'pester'; Server = 'fastapi'; DaemonHost = 'tcp://127.0.0.1:1' }
        { New-MlemDockerImage @given -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'EngineUnreachable' -Command 'NewMlemDockerImageCommand')
    }

    It 'builds an image of a model' -Tag 'Engine', 'Internet' {
        $image = Get-MlemModel -Path (Get-IrisPath) | New-MlemDockerImage -Name 'pester-iris' -Server fastapi
        $image.Uri | Should -Be 'pester-iris:latest'
        Test-MlemDockerImage -Image $image | Should -BeTrue
        Remove-MlemDockerImage -Image $image -Force
    }
}
