BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Connect-MlemDockerRegistry' {
    It 'logs in to nothing with -WhatIf' {
        $credential = [pscredential]::new('me', [securestring]::new())
        Connect-MlemDockerRegistry -Registry 'reg.example' -Credential $credential -PassThru -WhatIf |
            Should -BeNullOrEmpty
    }

    It 'says that the registry is not there' {
        $credential = [pscredential]::new('me', [securestring]::new())
        $given = @{ Registry = 'localhost:1'; Credential = $credential; ErrorAction = 'Stop' }
        { Connect-MlemDockerRegistry @given } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'RegistryUnreachable' -Command 'ConnectMlemDockerRegistryCommand')
    }

    It 'needs a registry that has a host' {
        $credential = [pscredential]::new('me', [securestring]::new())
        $given = @{ Registry = 'local'; Credential = $credential; ErrorAction = 'Stop' }
        { Connect-MlemDockerRegistry @given } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'RegistryHostMissing' -Command 'ConnectMlemDockerRegistryCommand')
    }
}
