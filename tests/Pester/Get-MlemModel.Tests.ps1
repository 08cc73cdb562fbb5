BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Get-MlemModel' {
    It 'reads a model' {
        $model = Get-MlemModel -Path (Get-IrisPath)
        $model.Name | Should -Be 'iris'
        $model.Methods.Name | Should -Contain 'predict'
    }

    It 'reads a model without the ending of its file' {
        $path = (Get-IrisPath) -replace '\.mlem$'
        (Get-MlemModel -LiteralPath $path).Name | Should -Be 'iris'
    }

    It 'takes paths by pipeline' {
        $found = [System.IO.FileInfo]::new((Get-IrisPath)).FullName | Get-MlemModel
        $found.Name | Should -Be 'iris'
    }

    It 'says what is not there' {
        { Get-MlemModel -Path "$TestDrive/none" -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'MlemObjectNotFound' -Command 'GetMlemModelCommand')
    }

    It 'refuses paths of other providers' {
        { Get-MlemModel -LiteralPath 'Env:/PATH' -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'PathProviderNotSupported' -Command 'GetMlemModelCommand')
    }
}
