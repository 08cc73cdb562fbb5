BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'Common.ps1'))
    $image = 'registry.example.com/team/iris@sha256:5f2a4d1c9b8e7f60514233445566778899aabbccddeeff001122334455667788'
}

Describe 'Export-MlemKubernetesManifest' {
    It 'writes a manifest of an image' {
        $target = [System.IO.Path]::Combine($TestDrive, 'k8s', 'iris.yaml')
        $manifest = Export-MlemKubernetesManifest -Image $image -Name iris -Server fastapi -Port 80:8080 -Target $target
        $manifest.Kinds | Should -Be 'Deployment', 'Service'
        $manifest.Image | Should -Be $image
        [System.IO.File]::ReadAllText($target) | Should -Be $manifest.Text
    }

    It 'gives the objects of a declaration' {
        $declared = New-MlemDockerContainer -Name iris -Server fastapi -Environment @{ LEVEL = 'info' }
        $deployment = ($declared | Export-MlemKubernetesManifest -Image $image -Replicas 3).Objects[0]
        $deployment.spec.replicas | Should -Be 3
        $deployment.spec.template.spec.containers[0].env[0].name | Should -Be 'LEVEL'
    }

    It 'writes nothing with -WhatIf' {
        $target = [System.IO.Path]::Combine($TestDrive, 'none.yaml')
        Export-MlemKubernetesManifest -Image $image -Name iris -Target $target -WhatIf
        [System.IO.File]::Exists($target) | Should -BeFalse
    }

    It 'refuses an image without a digest' {
        { Export-MlemKubernetesManifest -Model (Get-IrisPath) -Name iris -ErrorAction Stop } |
            Should -Throw -ErrorId (Get-ErrorId -Name ImageDigestMissing -Command ExportMlemKubernetesManifestCommand)
    }

    It 'refuses a name that Kubernetes does not take' {
        { Export-MlemKubernetesManifest -Image $image -Name My_Iris -ErrorAction Stop } |
            Should -Throw -ExpectedMessage '*My_Iris*'
    }
}
