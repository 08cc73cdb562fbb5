# Every rule of PSScriptAnalyzer, with those that are off unless they are asked for. build.ps1 -Task Test goes by it.
@{
    ExcludeRules = @(
        # The build writes archives and reads assemblies with .NET, which that language mode does not allow.
        'PSUseConstrainedLanguageMode'

        # These compare with lists of what PowerShell 7.0 and older have; the module needs 7.4.
        'PSUseCompatibleCmdlets'
        'PSUseCompatibleCommands'
        'PSUseCompatibleTypes'
    )
    Rules        = @{
        PSAlignAssignmentStatement                = @{ Enable = $true; CheckHashtable = $true }
        PSAvoidDynamicallyCreatingVariableNames   = @{ Enable = $true }
        PSAvoidExclaimOperator                    = @{ Enable = $true }
        PSAvoidLongLines                          = @{ Enable = $true; MaximumLineLength = 120 }
        PSAvoidOverwritingBuiltInCmdlets          = @{ Enable = $true }
        PSAvoidSemicolonsAsLineTerminators        = @{ Enable = $true }
        PSAvoidUsingArrayList                     = @{ Enable = $true }
        PSAvoidUsingDoubleQuotesForConstantString = @{ Enable = $true }
        PSAvoidUsingPositionalParameters          = @{ Enable = $true }
        PSInvalidMultiDotValue                    = @{ Enable = $true }
        PSMissingTryBlock                         = @{ Enable = $true }
        PSPlaceCloseBrace                         = @{ Enable = $true }
        PSPlaceOpenBrace                          = @{ Enable = $true }
        PSProvideCommentHelp                      = @{ Enable = $true; ExportedOnly = $false }
        PSReviewUnusedParameter                   = @{ Enable = $true }
        PSUseCompatibleSyntax                     = @{ Enable = $true; TargetVersions = @('7.0') }
        PSUseConsistentIndentation                = @{ Enable = $true }
        PSUseConsistentParameterSetName           = @{ Enable = $true }
        PSUseConsistentParametersKind             = @{ Enable = $true }
        # Behind a key of an aligned table stands more than one space.
        PSUseConsistentWhitespace                 = @{ Enable = $true; IgnoreAssignmentOperatorInsideHashTable = $true }
        PSUseCorrectCasing                        = @{ Enable = $true }
        PSUseSingleValueFromPipelineParameter     = @{ Enable = $true }
        PSUseSingularNouns                        = @{ Enable = $true }
    }
}
