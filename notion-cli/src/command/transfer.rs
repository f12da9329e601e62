//! `notion upload` and `notion fetch`: files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use notion_session::session::FileLink;

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::files::check_free;
use crate::names;
use crate::progress::Progress;
use crate::show::print;

/// Upload a file, and attach it to a page.
#[derive(clap::Args)]
pub(crate) struct Upload {
    /// The file.
    file: PathBuf,
    /// The id, URL or title of the page that gets it as a block. Without it, the id of the upload is printed, which is good
    /// for an hour.
    #[arg(long, value_name = "PAGE")]
    to: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

/// Download the file of a block, or all files of a page's properties.
#[derive(clap::Args)]
pub(crate) struct Fetch {
    /// The id or URL of a block with a file, or of a page.
    object: String,
    /// Where to: a file for one file, a folder for several. By default the name that the file has in Notion, here.
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Overwrite files that exist already.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn upload(arguments: Upload) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let page = match &arguments.to {
        Some(word) => Some(names::page(&session, word).await?),
        None => None,
    };
    let progress = Progress::bytes("uploading");
    let bar = progress.clone();
    let upload = session
        .upload(arguments.file.as_path())
        .on_progress(move |state| bar.at(state.sent, Some(state.total)))
        .await?;
    progress.end();
    let id = match page {
        Some(page) => page.attach(&upload).await?.id().to_string(),
        None => upload.id().to_string(),
    };
    print(&format!("{id}\n"))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn fetch(arguments: Fetch) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let block = session.get_block(names::block(&arguments.object)?).await?;
    let links: Vec<FileLink> = match block.file() {
        Some(link) => vec![link],
        None => match session.get_page(block.id().uuid()).await {
            Ok(page) => {
                let names = page.properties().keys();
                names.flat_map(|name| page.files(name)).collect()
            }
            Err(_) => Vec::new(),
        },
    };
    let several = links.len() > 1;
    if links.is_empty() {
        return Err(Failure::new(format!(
            "{:?} has no file to download",
            arguments.object
        )));
    }
    for link in links {
        let name = file_name(&link);
        let path = match &arguments.out {
            None => PathBuf::from(&name),
            Some(folder) if several || folder.is_dir() => {
                std::fs::create_dir_all(folder)
                    .map_err(|error| Failure::about(folder.display(), error))?;
                folder.join(&name)
            }
            Some(path) => path.clone(),
        };
        check_free(&path, arguments.force)?;
        link.save(&path).await?;
        print(&format!("{}\n", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The name of a file, and never a path: what Notion says must not lead out of the folder.
pub(crate) fn file_name(link: &FileLink) -> String {
    let of_url = || {
        let path = link.file().url()?.split(['?', '#']).next()?;
        path.rsplit('/').next().map(str::to_owned)
    };
    let name = link
        .name()
        .map(str::to_owned)
        .filter(|name| !name.is_empty());
    let name = name.or_else(of_url).unwrap_or_default();
    let name = name.replace(['/', '\\', ':', '\0'], "_");
    match Path::new(&name).file_name() {
        Some(name) if name != ".." => name.to_string_lossy().into_owned(),
        _ => "file".to_owned(),
    }
}
