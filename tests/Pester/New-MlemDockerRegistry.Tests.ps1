BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'New-MlemDockerRegistry' {
    It 'describes a registry by its host' {
        $registry = New-MlemDockerRegistry -RegistryHost 'reg.example:5000'
        $registry.Type | Should -Be 'remote'
        $registry.Host | Should -Be 'reg.example:5000'
    }

    It 'describes Docker Hub and the Engine' {
        (New-MlemDockerRegistry -DockerIO).Type | Should -Be 'docker_io'
        (New-MlemDockerRegistry -Local).Type | Should -Be 'local'
    }

    It 'takes hosts by pipeline' {
        ('a.example', 'b.example' | New-MlemDockerRegistry).Host | Should -Be @('a.example', 'b.example')
    }
}
