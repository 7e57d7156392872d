#!/usr/bin/env pwsh
# Builds the host when a source is newer than it, and starts it with the arguments as given. See ./build.ps1 --help.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$hostAssembly = Join-Path $root 'build' 'bin' 'Debug' 'net10.0' 'Gauntlet.Build.dll'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_SKIP_FIRST_TIME_EXPERIENCE = '1'

function Test-Stale {
    if (-not (Test-Path $hostAssembly)) { return $true }
    $built = (Get-Item $hostAssembly).LastWriteTimeUtc
    $sources = Get-ChildItem -Path (Join-Path $root 'build'), (Join-Path $root 'src'), (Join-Path $root 'compat') -Recurse -File |
        Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' }
    $sources += Get-ChildItem -Path $root -File -Filter 'Directory.*'
    return [bool]($sources | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1)
}

if (Test-Stale) {
    # No build server may outlive the run.
    $env:MSBUILDDISABLENODEREUSE = '1'
    $output = dotnet build (Join-Path $root 'build' 'Build.csproj') --verbosity quiet -p:UseSharedCompilation=false 2>&1
    $built = $LASTEXITCODE
    Remove-Item Env:MSBUILDDISABLENODEREUSE
    if ($built -ne 0) {
        $output | ForEach-Object { [Console]::Error.WriteLine($_) }
        [Console]::Error.WriteLine('error: the build host does not build; its errors are above.')
        exit 3
    }
    (Get-Item $hostAssembly).LastWriteTimeUtc = [DateTime]::UtcNow
}

dotnet $hostAssembly @args
exit $LASTEXITCODE
