BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Export-MlemDockerDir' {
    It 'writes a Docker folder' {
        $target = [System.IO.Path]::Combine($TestDrive, 'one')
        $folder = Get-MlemModel -Path (Get-IrisPath) | Export-MlemDockerDir -Target $target -Server fastapi
        $folder.Files.Name | Should -Contain 'Dockerfile'
        [System.IO.File]::Exists([System.IO.Path]::Combine($target, 'Dockerfile')) | Should -BeTrue
    }

    It 'takes a model that came from another process' {
        $target = [System.IO.Path]::Combine($TestDrive, 'sent')
        $model = ConvertTo-SentObject -InputObject (Get-MlemModel -Path (Get-IrisPath))
        ($model | Export-MlemDockerDir -Target $target -Server fastapi).Model | Should -Be 'iris'
    }

    It 'writes nothing with -WhatIf' {
        $target = [System.IO.Path]::Combine($TestDrive, 'none')
        Export-MlemDockerDir -Path (Get-IrisPath) -Target $target -Server fastapi -WhatIf
        [System.IO.Directory]::Exists($target) | Should -BeFalse
    }

    It 'keeps a folder that has content' {
        $target = [System.IO.Path]::Combine($TestDrive, 'full')
        $null = [System.IO.Directory]::CreateDirectory($target)
        [System.IO.File]::WriteAllText([System.IO.Path]::Combine($target, 'mine.txt'), 'mine')
        { Export-MlemDockerDir -Path (Get-IrisPath) -Target $target -Server fastapi -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'TargetNotEmpty' -Command 'ExportMlemDockerDirCommand')
    }

    It 'refuses an argument that MLEM does not have' {
        $given = @{ Path = Get-IrisPath; Target = 'x'; BuildArgs = @{ pyton_version = '3.11' } }
        { Export-MlemDockerDir @given } | Should -Throw -ExpectedMessage '*pyton_version*'
    }
}
