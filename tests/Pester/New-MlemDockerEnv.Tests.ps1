BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'New-MlemDockerEnv' {
    It 'makes an environment without a file' {
        (New-MlemDockerEnv -Registry 'reg.example:5000').Registry.Host | Should -Be 'reg.example:5000'
    }

    It 'writes it to a file and keeps one that is there' {
        $path = [System.IO.Path]::Combine($TestDrive, 'prod.mlem')
        $written = New-MlemDockerEnv -Path $path -DaemonHost 'tcp://one.example:2375'
        $written.Daemon.Host | Should -Be 'tcp://one.example:2375'
        { New-MlemDockerEnv -Path $path -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'FileExists' -Command 'NewMlemDockerEnvCommand')
    }

    It 'writes nothing with -WhatIf' {
        $path = [System.IO.Path]::Combine($TestDrive, 'none.mlem')
        New-MlemDockerEnv -Path $path -WhatIf
        [System.IO.File]::Exists($path) | Should -BeFalse
    }
}
