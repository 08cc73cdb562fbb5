BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
}

Describe 'A script that uses the module' {
    It 'can have its cmdlets mocked, and stand-ins are taken where objects of ours are' {
        Mock -CommandName Get-MlemDockerContainer -MockWith {
            [pscustomobject] @{ Name = 'iris'; Status = 'Running'; ContainerId = 'abc' }
        }
        Mock -CommandName Stop-MlemDockerContainer -MockWith { }

        Get-MlemDockerContainer -Name 'iris' | Stop-MlemDockerContainer

        Should -Invoke -CommandName Stop-MlemDockerContainer -Exactly -Times 1
    }

    It 'gives stand-ins to a mock, whose parameters have the types of the cmdlet' {
        Mock -CommandName New-MlemDockerImage -MockWith { [pscustomobject] @{ Name = 'iris'; Tag = '1.0' } }
        Mock -CommandName Publish-MlemDockerImage -MockWith { $Image }

        $pushed = Publish-MlemDockerImage -Image (New-MlemDockerImage -Path 'x') -Registry 'reg.example'

        $pushed.Uri | Should -Be 'iris:1.0'
    }

    It 'can have each cmdlet mocked, with plain values for what it must be given' {
        $login = [pscredential]::new('ann', [securestring]::new())
        foreach ($command in @(Get-Command -Module Mlem.Docker -CommandType Cmdlet)) {
            $set = @($command.ParameterSets | Sort-Object -Property IsDefault -Descending)[0]
            $given = @{}
            foreach ($parameter in $set.Parameters | Where-Object -Property IsMandatory) {
                $given[$parameter.Name] = switch ($parameter.ParameterType) {
                    ([pscredential]) { $login }
                    ([securestring]) { $login.Password }
                    default { 'iris' }
                }
            }
            Mock -CommandName $command.Name -MockWith { 'mocked' }

            & $command.Name @given | Should -Be 'mocked'
            Should -Invoke -CommandName $command.Name -Exactly -Times 1
        }
    }
}
