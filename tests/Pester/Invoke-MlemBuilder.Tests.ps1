BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Invoke-MlemBuilder' {
    It 'runs a saved builder' {
        $path = [System.IO.Path]::Combine($TestDrive, 'build.mlem')
        $target = [System.IO.Path]::Combine($TestDrive, 'out')
        $lines = 'object_type: builder', 'type: docker_dir', 'server:', '  type: fastapi', "target: $target"
        [System.IO.File]::WriteAllLines($path, [string[]] $lines)
        $folder = Invoke-MlemBuilder -Path $path -Model (Get-IrisPath)
        $folder.Files.Name | Should -Contain 'Dockerfile'
    }

    It 'refuses what is no builder' {
        { Invoke-MlemBuilder -Path (Get-IrisPath) -Model (Get-IrisPath) -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'NotABuilder' -Command 'InvokeMlemBuilderCommand')
    }
}
