BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'New-MlemDockerBuilder' {
    It 'makes a builder without a file' {
        (New-MlemDockerBuilder -ImageName 'team/iris:1').Image.Repository | Should -Be 'team'
        (New-MlemDockerBuilder -Target 'out').Target | Should -Be 'out'
    }

    It 'writes it to a file and keeps one that is there' {
        $path = [System.IO.Path]::Combine($TestDrive, 'folder.mlem')
        New-MlemDockerBuilder -Path $path -Target 'out' | Should -Not -BeNullOrEmpty
        [System.IO.File]::ReadAllText($path) | Should -Be "object_type: builder`ntarget: out`ntype: docker_dir`n"
        { New-MlemDockerBuilder -Path $path -Target 'out' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'FileExists' -Command 'NewMlemDockerBuilderCommand')
    }

    It 'is run by Invoke-MlemBuilder' {
        $target = [System.IO.Path]::Combine($TestDrive, 'context')
        New-MlemDockerBuilder -Target $target | Invoke-MlemBuilder -Model (Get-IrisPath)
        [System.IO.File]::Exists([System.IO.Path]::Combine($target, 'Dockerfile')) | Should -BeTrue
    }
}
