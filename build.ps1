#!/usr/bin/env pwsh
# Builds the host when a source is newer than it, and starts it with the arguments as given. See ./build.ps1 --help.
# For Windows PowerShell 5.1 and PowerShell 7.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$hostAssembly = [IO.Path]::Combine($root, 'build', 'bin', 'Debug', 'net10.0', 'Gauntlet.Build.dll')
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_SKIP_FIRST_TIME_EXPERIENCE = '1'

function Test-Stale {
    if (-not (Test-Path -LiteralPath $hostAssembly)) { return $true }
    $built = (Get-Item -LiteralPath $hostAssembly).LastWriteTimeUtc
    $sources = @(foreach ($folder in 'build', 'src', 'compat') {
            Get-ChildItem -LiteralPath ([IO.Path]::Combine($root, $folder)) -Recurse -File | Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' }
        })
    $sources += @(Get-ChildItem -LiteralPath $root -File | Where-Object { $_.Name -like 'Directory.*' -or $_.Name -in 'global.json', '.editorconfig' })
    return @($sources | Where-Object { $_.LastWriteTimeUtc -gt $built }).Count -gt 0
}

if (Test-Stale) {
    if (-not [Console]::IsErrorRedirected) { [Console]::Error.WriteLine('Building the host; about a minute the first time.') }
    # No build server may outlive the run.
    $env:MSBUILDDISABLENODEREUSE = '1'
    $env:DOTNET_CLI_USE_MSBUILD_SERVER = '0'
    # MSBuild reports on standard output; redirecting standard error would end the script in PowerShell 5.1.
    $output = & dotnet build ([IO.Path]::Combine($root, 'build', 'Build.csproj')) --verbosity quiet -p:UseSharedCompilation=false
    $built = $LASTEXITCODE
    Remove-Item Env:MSBUILDDISABLENODEREUSE, Env:DOTNET_CLI_USE_MSBUILD_SERVER
    if ($built -ne 0) {
        $output | ForEach-Object { [Console]::Error.WriteLine($_) }
        [Console]::Error.WriteLine('error: the build host does not build; its errors are above.')
        exit 3
    }
    (Get-Item -LiteralPath $hostAssembly).LastWriteTimeUtc = [DateTime]::UtcNow
}

& dotnet $hostAssembly @args
exit $LASTEXITCODE
