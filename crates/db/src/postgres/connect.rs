//! Reaching the server: address, encryption, settings of a session.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::{Client, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Cause;
use crate::db::{Config, OpenError, without_password};

/// Opens connections to one server. Only to be used on a thread outside of any async runtime.
#[derive(Clone)]
pub(super) struct Connector {
    address: postgres::Config,
    tls: Option<MakeRustlsConnect>,
}

/// A session gives up a lock after as long as SQLite waits for its own, and never leaves a transaction open for good.
const SETTINGS: &str = "set lock_timeout = '5s'; set idle_in_transaction_session_timeout = '60s'";

impl Connector {
    pub(super) fn new(config: &Config) -> Result<Self, OpenError> {
        let mut address: postgres::Config = config.url.parse().map_err(|_| OpenError::Address {
            url: without_password(&config.url),
        })?;
        let mode = address.get_ssl_mode();
        let tls = if mode == SslMode::Require {
            Some(MakeRustlsConnect::new(tls(config.authorities.as_deref())?))
        } else {
            // The client says "prefer" if the address says nothing, which would leave the choice to who sits between.
            if mode != SslMode::Disable {
                refuse_clear_text(&address)?;
            }
            address.ssl_mode(SslMode::Disable);
            None
        };
        if address.get_application_name().is_none() {
            address.application_name("slipway");
        }
        if address.get_connect_timeout().is_none() {
            address.connect_timeout(Duration::from_secs(5));
        }
        // A server that went away without a word is noticed by these two.
        address
            .tcp_user_timeout(Duration::from_secs(10))
            .keepalives_idle(Duration::from_secs(30));
        Ok(Self { address, tls })
    }

    pub(super) fn connect(&self) -> Result<Client, postgres::Error> {
        let mut client = match &self.tls {
            None => self.address.connect(NoTls)?,
            Some(tls) => self.address.connect(tls.clone())?,
        };
        client.batch_execute(SETTINGS)?;
        Ok(client)
    }
}

/// Whoever sends passwords and records in clear over a network should have said so.
fn refuse_clear_text(address: &postgres::Config) -> Result<(), OpenError> {
    for host in address.get_hosts() {
        if let Host::Tcp(name) = host
            && !is_this_machine(name)
        {
            return Err(OpenError::ClearText { host: name.clone() });
        }
    }
    match address.get_hostaddrs().iter().find(|host| !host.is_loopback()) {
        Some(host) => Err(OpenError::ClearText { host: host.to_string() }),
        None => Ok(()),
    }
}

fn is_this_machine(name: &str) -> bool {
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|host| host.is_loopback())
}

/// Trusts the public authorities and those in the file.
fn tls(authorities: Option<&Path>) -> Result<ClientConfig, OpenError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if let Some(path) = authorities {
        let unreadable = |source: Cause| OpenError::Authorities {
            path: path.to_owned(),
            source,
        };
        let certificates = CertificateDer::pem_file_iter(path).map_err(|err| unreadable(Arc::new(err)))?;
        for certificate in certificates {
            let certificate = certificate.map_err(|err| unreadable(Arc::new(err)))?;
            roots.add(certificate).map_err(|err| unreadable(Arc::new(err)))?;
        }
    }
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map(|builder| builder.with_root_certificates(roots).with_no_client_auth())
        .map_err(|source| OpenError::Postgres {
            source: Arc::new(source),
        })
}
