BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'Test-MlemDocker' {
    It 'gives a row for each check and no error' {
        $rows = Test-MlemDocker -DaemonHost 'tcp://127.0.0.1:1' -ErrorAction Stop
        $rows.State | Should -Contain 'Failed'
        $rows.Finding | Should -Not -BeNullOrEmpty
    }

    It 'answers with one word when it is asked to' {
        Test-MlemDocker -DaemonHost 'tcp://127.0.0.1:1' -Quiet | Should -BeFalse
    }
}
