//! The versions that are built with. The ones from npm stand in `xtask/tools/package.json`.

use super::cargo::CargoTool;

/// Compiles the widget and runs wasm-bindgen. 0.22 asks for a newer Rust than ours.
///
/// It is a big program that works for a moment at a time: built without link-time optimisation and
/// hardly optimised, it takes half as long to build and no longer to run.
pub const TRUNK: CargoTool = CargoTool {
    program: "trunk",
    package: "trunk",
    version: "0.21.14",
    locked: true,
    environment: &[
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ],
};

/// Must be the version of the `wasm-bindgen` crate in Cargo.lock; a test holds the two together.
pub const WASM_BINDGEN: CargoTool = CargoTool {
    program: "wasm-bindgen",
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    // Its own lock file does not build with this version.
    locked: false,
    environment: &[
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ],
};

/// Stands between WebDriver and Firefox. It passes messages on, so it is not built to be fast.
pub const GECKODRIVER: CargoTool = CargoTool {
    program: "geckodriver",
    package: "geckodriver",
    version: "0.37.1",
    locked: true,
    environment: &[
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ],
};

/// Makes the book. Nothing else needs it.
pub const MDBOOK: CargoTool = CargoTool {
    program: "mdbook",
    package: "mdbook",
    version: "0.5.4",
    locked: true,
    environment: &[
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ],
};

/// Searches for inputs that break what reads them. Nothing else needs it.
pub const CARGO_FUZZ: CargoTool = CargoTool {
    program: "cargo-fuzz",
    package: "cargo-fuzz",
    version: "0.13.2",
    locked: true,
    environment: &[("CARGO_PROFILE_RELEASE_LTO", "off")],
};

/// Reads `deny.toml`. Nothing else needs it.
pub const CARGO_DENY: CargoTool = CargoTool {
    program: "cargo-deny",
    package: "cargo-deny",
    version: "0.20.2",
    locked: true,
    environment: &[
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ],
};

#[cfg(test)]
mod tests {
    use super::WASM_BINDGEN;
    use crate::place;

    #[test]
    fn the_wasm_bindgen_tool_and_the_crate_are_one_version() {
        let lock = std::fs::read_to_string(place::root().join("Cargo.lock")).unwrap();
        let entry = format!(
            "name = \"wasm-bindgen\"\nversion = \"{}\"\n",
            WASM_BINDGEN.version
        );
        assert!(
            lock.contains(&entry),
            "Cargo.lock has another wasm-bindgen than xtask/src/tools/pins.rs ({}): \
             the two must be changed together, here, in Cargo.toml and in Trunk.toml",
            WASM_BINDGEN.version
        );
        let trunk = std::fs::read_to_string(place::root().join("Trunk.toml")).unwrap();
        assert!(trunk.contains(&format!("wasm_bindgen = \"{}\"", WASM_BINDGEN.version)));
    }
}
