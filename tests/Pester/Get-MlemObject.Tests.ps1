BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Get-MlemObject' {
    It 'reads a model' {
        (Get-MlemObject -Path (Get-IrisPath)).ObjectType | Should -Be 'model'
    }

    It 'reads an environment' {
        $path = [System.IO.Path]::Combine($TestDrive, 'prod')
        $null = New-MlemDockerEnv -Path $path -Registry 'reg.example:5000'
        (Get-MlemObject -Path $path).Registry.Host | Should -Be 'reg.example:5000'
    }

    It 'says what is not there' {
        { Get-MlemObject -Path "$TestDrive/none" -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name 'MlemObjectNotFound' -Command 'GetMlemObjectCommand')
    }
}
