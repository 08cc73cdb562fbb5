BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Stop-MlemDockerContainer' {
    It 'names an Engine that is not there' {
        { Stop-MlemDockerContainer -Name 'iris' -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'EngineUnreachable' -Command 'StopMlemDockerContainerCommand')
    }

    It 'says which declaration is not there' {
        { Stop-MlemDockerContainer -LiteralPath "$TestDrive/none.mlem" -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'MlemObjectNotFound' -Command 'StopMlemDockerContainerCommand')
    }

    It 'says which container is not there' -Tag 'Engine' {
        { Stop-MlemDockerContainer -Name 'pester-none' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ContainerNotFound' -Command 'StopMlemDockerContainerCommand')
    }

    It 'has -WhatIf and -PassThru' {
        $parameters = (Get-Command -Name Stop-MlemDockerContainer).Parameters.Keys
        $parameters | Should -Contain 'WhatIf'
        $parameters | Should -Contain 'PassThru'
    }
}
