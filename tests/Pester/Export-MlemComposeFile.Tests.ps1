BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Export-MlemComposeFile' {
    It 'writes a file and the Docker folder of a model' {
        $target = [System.IO.Path]::Combine($TestDrive, 'one', 'compose.yaml')
        $file = Export-MlemComposeFile -Model (Get-IrisPath) -Name iris -Server fastapi -Port 8080:8080 -Target $target
        $file.Object.services.iris.build.context | Should -Be './iris'
        [System.IO.File]::ReadAllText($target) | Should -Be $file.Text
        [System.IO.File]::Exists([System.IO.Path]::Combine($TestDrive, 'one', 'iris', 'Dockerfile')) | Should -BeTrue
    }

    It 'puts several declarations into one file' {
        $all = 'iris', 'lily' | ForEach-Object { New-MlemDockerContainer -Name $_ -Server fastapi }
        ($all | Export-MlemComposeFile -ProjectName flowers).Services | Should -Be 'iris', 'lily'
    }

    It 'refuses two services on one port' {
        $all = 'iris', 'lily' | ForEach-Object { New-MlemDockerContainer -Name $_ -Server fastapi -Port 8080:8080 }
        { $all | Export-MlemComposeFile -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'ExportPortConflict' -Command 'ExportMlemComposeFileCommand')
    }

    It 'keeps a file that is there' {
        $target = [System.IO.Path]::Combine($TestDrive, 'mine.yaml')
        [System.IO.File]::WriteAllText($target, 'mine')
        { Export-MlemComposeFile -Image iris -Name iris -Target $target -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'FileExists' -Command 'ExportMlemComposeFileCommand')
        [System.IO.File]::ReadAllText($target) | Should -Be 'mine'
    }
}
