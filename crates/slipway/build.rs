//! Tells Cargo of the folders that a release build puts into the binary, since it does not see new files in them by itself.
//! A debug build reads the folders while it runs and is not built again for a changed text.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let embeds = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    for folder in ["../../locales", "../../web/dist"].iter().filter(|_| embeds) {
        println!("cargo::rerun-if-changed={folder}");
    }
}
