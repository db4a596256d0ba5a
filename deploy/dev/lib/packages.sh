# What the development commands need from Debian, and how it gets there. Read by run, test and bench with `source`:
# this part is shell, because Python is among what may be missing.

# Headers and libraries that the build links, the database, and the tools of the scripts themselves.
run_packages=(
    libpq-dev libargon2-dev libcrypt-dev libcurl4-openssl-dev libxml2-dev libxmlsec1-dev libssl-dev zlib1g-dev pkgconf
    postgresql openssl curl ca-certificates git python3
)
# The page journey drives a real browser; its Python packages go into a virtual environment of their own.
# xmlsec1 is what pysaml2 signs by.
test_packages=("${run_packages[@]}" pgbouncer chromium chromium-driver fonts-dejavu-core python3-venv xmlsec1)
# SAML identity providers for `deploy/dev/test --all`. SimpleSAMLphp depends on a web server, which is not used; LemonLDAP::NG
# loads some Perl modules that its package only recommends.
provider_packages=(
    simplesamlphp php-cli php-cgi php-xml
    liblemonldap-ng-portal-perl libplack-perl liblasso-perl libxml-simple-perl libio-string-perl
)

fail() {
    printf '✗ %s\n' "$1" >&2
    shift
    printf '  → %s\n' "$@" >&2
    exit 1
}

# Installs those of the named packages that are missing; where that is not possible, names them and stops.
need_packages() {
    local missing=() package
    if ! command -v dpkg-query >/dev/null; then
        printf '· This is no Debian: the equivalents of these packages are taken to be there: %s\n' "$*"
        return
    fi
    for package in "$@"; do
        [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || missing+=("$package")
    done
    ((${#missing[@]})) || return 0

    local as_root=()
    if ((EUID != 0)); then
        # A password can be asked for only where somebody is there to type it.
        if ! command -v sudo >/dev/null || { [[ ! -t 0 ]] && ! sudo -n true 2>/dev/null; }; then
            fail "These Debian packages are missing: ${missing[*]}" \
                "Install them as root: apt-get install --no-install-recommends ${missing[*]}"
        fi
        as_root=(sudo)
    fi
    printf '· Installing Debian packages: %s\n' "${missing[*]}"
    local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
        apt-get install -y -q --no-install-recommends "${missing[@]}")
    # The package lists of a bare machine may be empty or old: only then is it worth the time to read them anew.
    "${install[@]}" >/dev/null 2>&1 && return
    "${as_root[@]}" apt-get update -q && "${install[@]}" ||
        fail "apt-get could not install: ${missing[*]}" "Look at its message above, then run this command again."
}

need_swift() {
    command -v swift >/dev/null ||
        fail "There is no Swift toolchain on the PATH." "Install Swift 6.3 from https://swift.org/install and run this again."
}

# Debian's own interpreter before any other: what runs here must not depend on somebody's virtual environment.
python() {
    local interpreter=/usr/bin/python3
    [[ -x $interpreter ]] || interpreter=python3
    exec "$interpreter" -B "$@"
}
