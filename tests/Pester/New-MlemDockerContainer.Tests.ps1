BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'New-MlemDockerContainer' {
    It 'declares a container' {
        $declared = New-MlemDockerContainer -Name 'iris' -Port '8080:8080' -Server fastapi
        $declared.ContainerName | Should -Be 'iris'
        $declared.Ports | Should -Be @('8080:8080')
    }

    It 'writes a declaration that is read again' {
        $path = [System.IO.Path]::Combine($TestDrive, 'live.mlem')
        $null = New-MlemDockerContainer -Path $path -Name 'iris' -Server fastapi
        (Get-MlemObject -Path $path).ContainerName | Should -Be 'iris'
    }

    It 'refuses a port that is none' {
        { New-MlemDockerContainer -Name 'iris' -Port 'a:b' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'PortInvalid' -Command 'NewMlemDockerContainerCommand')
    }

    It 'refuses a run parameter that there is not' {
        { New-MlemDockerContainer -Name 'iris' -Parameters @{ nothing = 1 } -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'RunParameterUnknown' -Command 'NewMlemDockerContainerCommand')
    }
}
