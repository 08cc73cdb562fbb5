# Makes the package of the module as the PowerShell Gallery takes it, the same bytes for the same files.
using namespace System.IO
using namespace System.IO.Compression
using namespace System.Security
using namespace System.Text

$script:utf8 = [UTF8Encoding]::new($false)

# The oldest time that an archive can hold: the same files always make the same bytes.
$script:epoch = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [TimeSpan]::Zero)

$script:contentTypes = @{
    dll    = 'application/octet-stream'
    md     = 'text/markdown'
    nuspec = 'application/octet-stream'
    png    = 'image/png'
    ps1xml = 'application/octet-stream'
    psd1   = 'application/octet-stream'
    psm1   = 'application/octet-stream'
    psmdcp = 'application/vnd.openxmlformats-package.core-properties+xml'
    rels   = 'application/vnd.openxmlformats-package.relationships+xml'
    txt    = 'text/plain'
    xml    = 'application/xml'
}

function Get-PackageSpecification {
    <#
    .SYNOPSIS
    The text of the .nuspec file, from the module's manifest.

    .PARAMETER Manifest
    The manifest as a table.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [hashtable] $Manifest
    )

    $data = $Manifest.PrivateData.PSData
    $cmdlets = @($Manifest.CmdletsToExport)
    $tags = @('PSModule', 'PSIncludes_Cmdlet') + $data.Tags
    $tags += foreach ($name in $cmdlets) { "PSCmdlet_$name"; "PSCommand_$name" }
    $text = { param($Value) [SecurityElement]::Escape("$Value") }
    $lines = @(
        '<?xml version="1.0" encoding="utf-8"?>'
        '<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">'
        '  <metadata>'
        '    <id>Mlem.Docker</id>'
        "    <version>$($Manifest.ModuleVersion)</version>"
        "    <authors>$(& $text $Manifest.Author)</authors>"
        "    <owners>$(& $text $Manifest.CompanyName)</owners>"
        '    <requireLicenseAcceptance>false</requireLicenseAcceptance>'
        '    <license type="expression">Apache-2.0</license>'
        '    <licenseUrl>https://licenses.nuget.org/Apache-2.0</licenseUrl>'
        "    <projectUrl>$(& $text $data.ProjectUri)</projectUrl>"
        '    <icon>icon.png</icon>'
        "    <iconUrl>$(& $text $data.IconUri)</iconUrl>"
        "    <description>$(& $text $Manifest.Description)</description>"
        "    <releaseNotes>$(& $text $data.ReleaseNotes)</releaseNotes>"
        "    <copyright>$(& $text $Manifest.Copyright)</copyright>"
        "    <tags>$(& $text ($tags -join ' '))</tags>"
        '    <dependencies />'
        '  </metadata>'
        '</package>'
    )
    ($lines -join "`n") + "`n"
}

function Get-PackagePart {
    <#
    .SYNOPSIS
    The parts of the package that are not files of the module: names and texts.

    .PARAMETER Manifest
    The manifest as a table.

    .PARAMETER File
    The names of the module's files in the package.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [hashtable] $Manifest,

        [Parameter(Mandatory)]
        [string[]] $File
    )

    $properties = 'package/services/metadata/core-properties/mlem-docker.psmdcp'
    $manifestType = 'http://schemas.microsoft.com/packaging/2010/07/manifest'
    $schemas = 'http://schemas.openxmlformats.org/package/2006'
    $extensions = [System.Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
    $others = [System.Collections.Generic.List[string]]::new()
    foreach ($name in @($File) + 'x.rels', 'x.psmdcp', 'x.nuspec') {
        $extension = [Path]::GetExtension($name).TrimStart('.')
        if ($extension) { $null = $extensions.Add($extension) } else { $others.Add($name) }
    }
    $types = @(
        '<?xml version="1.0" encoding="utf-8"?>'
        "<Types xmlns=`"$schemas/content-types`">"
        foreach ($extension in $extensions) {
            $type = $script:contentTypes[$extension]
            if (-not $type) { $type = 'application/octet-stream' }
            "  <Default Extension=`"$extension`" ContentType=`"$type`" />"
        }
        foreach ($name in $others) { "  <Override PartName=`"/$name`" ContentType=`"application/octet-stream`" />" }
        '</Types>'
    )
    $relations = @(
        '<?xml version="1.0" encoding="utf-8"?>'
        "<Relationships xmlns=`"$schemas/relationships`">"
        "  <Relationship Type=`"$manifestType`" Target=`"/Mlem.Docker.nuspec`" Id=`"R1`" />"
        "  <Relationship Type=`"$schemas/relationships/metadata/core-properties`" Target=`"/$properties`" Id=`"R2`" />"
        '</Relationships>'
    )
    $core = @(
        '<?xml version="1.0" encoding="utf-8"?>'
        "<coreProperties xmlns=`"$schemas/metadata/core-properties`" xmlns:dc=`"http://purl.org/dc/elements/1.1/`">"
        "  <dc:creator>$([SecurityElement]::Escape($Manifest.Author))</dc:creator>"
        "  <dc:description>$([SecurityElement]::Escape($Manifest.Description))</dc:description>"
        '  <dc:identifier>Mlem.Docker</dc:identifier>'
        "  <version>$($Manifest.ModuleVersion)</version>"
        '</coreProperties>'
    )
    @{
        '[Content_Types].xml' = ($types -join "`n") + "`n"
        '_rels/.rels'         = ($relations -join "`n") + "`n"
        'Mlem.Docker.nuspec'  = Get-PackageSpecification -Manifest $Manifest
        $properties           = ($core -join "`n") + "`n"
    }
}

function Export-ModulePackage {
    <#
    .SYNOPSIS
    Packs a built module into a .nupkg file: the same module always into the same bytes.

    .PARAMETER ModuleFolder
    The folder of the built module.

    .PARAMETER Destination
    The folder to write the package to.

    .EXAMPLE
    Export-ModulePackage -ModuleFolder out/Mlem.Docker -Destination out
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [string] $ModuleFolder,

        [Parameter(Mandatory)]
        [string] $Destination
    )

    $manifestText = [File]::ReadAllText([Path]::Combine($ModuleFolder, 'Mlem.Docker.psd1'))
    $statement = [scriptblock]::Create($manifestText).Ast.EndBlock.Statements[0]
    $manifest = $statement.PipelineElements[0].Expression.SafeGetValue()
    $contents = [System.Collections.Generic.SortedDictionary[string, byte[]]]::new([StringComparer]::Ordinal)
    foreach ($path in [Directory]::GetFiles($ModuleFolder, '*', 'AllDirectories')) {
        $name = [Path]::GetRelativePath($ModuleFolder, $path).Replace('\', '/')
        $contents[$name] = [File]::ReadAllBytes($path)
    }
    $parts = Get-PackagePart -Manifest $manifest -File @($contents.Keys)
    foreach ($name in $parts.Keys) { $contents[$name] = $script:utf8.GetBytes($parts[$name]) }

    $null = [Directory]::CreateDirectory($Destination)
    $target = [Path]::Combine($Destination, "Mlem.Docker.$($manifest.ModuleVersion).nupkg")
    $stream = [FileStream]::new($target, [FileMode]::Create)
    try {
        $archive = [ZipArchive]::new($stream, [ZipArchiveMode]::Create)
        try {
            foreach ($name in $contents.Keys) {
                $entry = $archive.CreateEntry($name, [CompressionLevel]::Optimal)
                $entry.LastWriteTime = $script:epoch
                $entry.ExternalAttributes = 0
                $writer = $entry.Open()
                try {
                    $writer.Write($contents[$name], 0, $contents[$name].Length)
                }
                finally {
                    $writer.Dispose()
                }
            }
        }
        finally {
            $archive.Dispose()
        }
    }
    finally {
        $stream.Dispose()
    }
    $target
}

Export-ModuleMember -Function 'Export-ModulePackage'
