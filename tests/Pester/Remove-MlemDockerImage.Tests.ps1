BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Remove-MlemDockerImage' {
    It 'asks first, whatever the preference' {
        $command = Get-Command -Name Remove-MlemDockerImage
        $data = [System.Management.Automation.CommandMetadata]::new($command)
        $data.ConfirmImpact | Should -Be 'High'
    }

    It 'removes nothing with -WhatIf' {
        Remove-MlemDockerImage -Name 'iris' -WhatIf | Should -BeNullOrEmpty
    }

    It 'names an Engine that is not there' {
        { Remove-MlemDockerImage -Name 'iris' -Force -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'EngineUnreachable' -Command 'RemoveMlemDockerImageCommand')
    }

    It 'says which image is not there' -Tag 'Engine' {
        { Remove-MlemDockerImage -Name 'pester-none' -Force -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ImageNotFound' -Command 'RemoveMlemDockerImageCommand')
    }
}
