BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Invoke-MlemDockerContainer' {
    It 'takes one kind of input' {
        { Invoke-MlemDockerContainer -Uri 'http://127.0.0.1:1' -Json '{}' -InputObject 1 } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'InputAmbiguous' -Command 'InvokeMlemDockerContainerCommand')
    }

    It 'says that nobody answers' {
        { Invoke-MlemDockerContainer -Uri 'http://127.0.0.1:1' -InputObject 1 } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ServerUnreachable' -Command 'InvokeMlemDockerContainerCommand')
    }

    It 'refuses an address that is none' {
        { Invoke-MlemDockerContainer -Uri 'ftp://127.0.0.1' -InputObject 1 } |
            Should -Throw -ErrorId (Get-ErrorId -Name ServerAddressInvalid -Command InvokeMlemDockerContainerCommand)
    }
}
