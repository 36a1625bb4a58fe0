// How every Chromium of the tests is started: nothing but the pages under test, no call home.
exports.launchArguments = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
