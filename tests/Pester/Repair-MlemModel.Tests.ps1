BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Repair-MlemModel' {
    It 'runs nothing with -WhatIf' {
        $path = [System.IO.Path]::Combine($TestDrive, 'fixed', 'iris')
        Repair-MlemModel (Get-IrisPath) -SampleInput '[[1.0]]' -OutputPath $path -WhatIf
        [System.IO.File]::Exists("$path.mlem") | Should -BeFalse
    }

    It 'names a sample that is not there' {
        { Repair-MlemModel (Get-IrisPath) -SampleInput 'none.csv' -OutputPath 'out' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'SampleNotFound' -Command 'RepairMlemModelCommand')
    }

    It 'does not write over the model itself' {
        { [double[]](1.0, 2.0) | Repair-MlemModel (Get-IrisPath) -OutputPath (Get-IrisPath) -Force -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'FileExists' -Command 'RepairMlemModelCommand')
    }
}
