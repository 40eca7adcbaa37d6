@echo off
rem Starts ImageJ with DiffusionJ. Without arguments it opens ImageJ's window;
rem
rem   diffusionj MACRO.ijm [ARG]
rem
rem runs a macro without a window and exits with a code other than 0 if the macro fails.
rem JAVA_HOME chooses the Java to run with (17 or later); JAVA_OPTS is passed to it.
setlocal
if defined JAVA_HOME set "PATH=%JAVA_HOME%\bin;%PATH%"
set "VERSION=0"
for /f "tokens=3" %%v in ('java -version 2^>^&1 ^| findstr /i "version"') do set "VERSION=%%~v"
for /f "tokens=1 delims=.-+" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 (
  echo DiffusionJ needs Java 17 or later, but found version %VERSION%; set JAVA_HOME. 1>&2
  exit /b 1
)
java -Dfile.encoding=UTF-8 %JAVA_OPTS% -jar "%~dp0lib\diffusionj-launcher.jar" %*
exit /b %ERRORLEVEL%
