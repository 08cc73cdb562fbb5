BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'New-MlemDockerBuildArgs' {
    It 'puts arguments together' {
        $built = New-MlemDockerBuildArgs -PythonVersion '3.11.2' -SetEnv 'A=b'
        $built.PythonVersion | Should -Be '3.11.2'
        $built.SetEnv | Should -Be @('A=b')
    }

    It 'has the defaults of MLEM' {
        (New-MlemDockerBuildArgs).EffectiveBaseImage | Should -Be 'python:3.9.13-slim'
    }

    It 'calls a script block for the base image' {
        $built = New-MlemDockerBuildArgs -PythonVersion '3.11.2' -BaseImage { "mine:$($args[0])" }
        $built.BaseImage | Should -Be 'mine:3.11.2'
    }
}
