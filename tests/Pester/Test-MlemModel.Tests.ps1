BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Test-MlemModel' {
    It 'finds nothing wrong with a model' {
        $rows = Test-MlemModel -Path (Get-IrisPath) -ErrorAction Stop
        $rows.Name | Should -Be @(
            'Artifacts', 'Hashes', 'Pickles', 'Globals', 'Modules', 'Versions',
            'Python', 'Wheels', 'Sources', 'NumPy', 'Server')
        $rows.State | Should -Not -Contain 'Failed'
    }

    It 'takes models by pipeline, and answers with one word' {
        Get-MlemModel -Path (Get-IrisPath) | Test-MlemModel -Quiet | Should -BeTrue
    }

    It 'shows what a pickle would run' {
        $path = [System.IO.Path]::Combine($TestDrive, 'hostile.pkl')
        [System.IO.File]::WriteAllText($path, "cos`nsystem`n(S'id'`ntR.")
        $row = Test-MlemModel -LiteralPath $path | Where-Object { $_.Name -eq 'Globals' }
        $row.State | Should -Be 'Failed'
        $row.Evidence -join ' ' | Should -BeLike "*os.system('id')*"
    }

    It 'looks at everything in a folder' {
        [System.IO.File]::WriteAllText([System.IO.Path]::Combine($TestDrive, 'other.pkl'), "cos`nsystem`n(S'id'`ntR.")
        Test-MlemModel -LiteralPath $TestDrive -Quiet | Should -BeFalse
    }

    It 'tells of a model that is not there in a row' {
        $row = Test-MlemModel -LiteralPath "$TestDrive/none" -ErrorAction Stop
        $row.State | Should -Be 'Failed'
        $row.Name | Should -Be 'Model'
    }
}
