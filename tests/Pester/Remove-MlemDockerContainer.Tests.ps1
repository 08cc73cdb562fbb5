BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Remove-MlemDockerContainer' {
    It 'names an Engine that is not there' {
        { Remove-MlemDockerContainer -Name 'iris' -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'EngineUnreachable' -Command 'RemoveMlemDockerContainerCommand')
    }

    It 'says which declaration is not there' {
        { Remove-MlemDockerContainer -LiteralPath "$TestDrive/none.mlem" -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'MlemObjectNotFound' -Command 'RemoveMlemDockerContainerCommand')
    }

    It 'says which container is not there' -Tag 'Engine' {
        { Remove-MlemDockerContainer -Name 'pester-none' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ContainerNotFound' -Command 'RemoveMlemDockerContainerCommand')
    }

    It 'has -WhatIf and -PassThru' {
        $parameters = (Get-Command -Name Remove-MlemDockerContainer).Parameters.Keys
        $parameters | Should -Contain 'WhatIf'
        $parameters | Should -Contain 'PassThru'
    }
}
