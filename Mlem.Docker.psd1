@{
    # The build writes the version of Directory.Build.props here, and puts the files of module beside it.
    ModuleVersion        = '0.0.0'
    RootModule           = 'module/Mlem.Docker.psm1'
    GUID                 = '7b0c3a3e-9d7c-4c52-8d0f-6a4c2c1f5e11'
    Author               = 'Mlem.Docker contributors'
    CompanyName          = 'Mlem.Docker contributors'
    Copyright            = '(c) Mlem.Docker contributors. Apache-2.0.'
    Description          = 'Turns MLEM models into Docker folders, images and running containers, without Python.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('module/Mlem.Docker.Format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Connect-MlemDockerRegistry'
        'Export-MlemComposeFile'
        'Export-MlemDockerDir'
        'Export-MlemKubernetesManifest'
        'Get-MlemDockerContainer'
        'Get-MlemDockerContainerLog'
        'Get-MlemDockerImage'
        'Get-MlemDockerService'
        'Get-MlemDockerServiceLog'
        'Get-MlemModel'
        'Get-MlemObject'
        'Invoke-MlemBuilder'
        'Invoke-MlemDockerContainer'
        'New-MlemDockerBuildArgs'
        'New-MlemDockerBuilder'
        'New-MlemDockerContainer'
        'New-MlemDockerEnv'
        'New-MlemDockerImage'
        'New-MlemDockerRegistry'
        'Publish-MlemDockerImage'
        'Remove-MlemDockerContainer'
        'Remove-MlemDockerImage'
        'Repair-MlemModel'
        'Start-MlemDockerContainer'
        'Start-MlemDockerService'
        'Stop-MlemDockerContainer'
        'Stop-MlemDockerService'
        'Test-MlemDocker'
        'Test-MlemDockerImage'
        'Test-MlemModel'
        'Wait-MlemDockerContainer'
        'Wait-MlemDockerService'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @(
                'MLEM', 'Docker', 'MachineLearning', 'Container', 'PSEdition_Core', 'Linux', 'MacOS', 'Windows'
            )
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            ProjectUri   = 'https://www.powershellgallery.com/packages/Mlem.Docker'
            # The Gallery shows an icon by its address only; the file is in the package as well.
            IconUri      = 'https://www.powershellgallery.com/packages/Mlem.Docker/icon.png'
            ReleaseNotes = 'The first version. CHANGELOG.md in the module says what it does.'
        }
    }
}
