//! Keys: who signs a log, who cosigns, and how both are written (C2SP signed-note, tlog-cosignature).
//!
//! In: keys as text. Out: signatures, and whether one holds. Kinds of signatures that are not known here are passed over
//! and never an error, so that others (ML-DSA-44) can stand beside them. Never reads a file; never shows a secret.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// Kinds of signatures, by the byte that the standard gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Ed25519 over the text: of a log.
    Ed25519,
    /// Ed25519 over the text and a time: of a witness.
    Cosignature,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Kind::Ed25519 => 1,
            Kind::Cosignature => 4,
        }
    }

    fn of(byte: u8) -> Option<Kind> {
        match byte {
            1 => Some(Kind::Ed25519),
            4 => Some(Kind::Cosignature),
            _ => None,
        }
    }
}

/// Whether a signature is as long as those of the kinds that are known here; a cosignature begins with its time.
pub(crate) fn is_of_known_length(bytes: usize) -> bool {
    let ed25519 = ed25519_dalek::SIGNATURE_LENGTH;
    [ed25519, ed25519 + 8].contains(&bytes)
}

/// A public key: whose signatures count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verifier {
    pub(crate) name: String,
    pub(crate) id: [u8; 4],
    pub(crate) kind: Kind,
    key: VerifyingKey,
}

impl Verifier {
    /// A key as it is written: name, number and key between plus signs. `None` where it is none, or of a kind that is not
    /// known here.
    pub(crate) fn parse(text: &str) -> Option<Verifier> {
        // A plus sign may stand in the last part.
        let mut parts = text.splitn(3, '+');
        let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = BASE64.decode(key).ok()?;
        let (kind, key) = bytes.split_first()?;
        let kind = Kind::of(*kind)?;
        let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
        let verifier = Verifier::new(name, kind, key)?;
        let is_its_id = base16ct::lower::encode_string(&verifier.id) == id;
        (is_its_id && !verifier.key.is_weak()).then_some(verifier)
    }

    fn new(name: &str, kind: Kind, key: VerifyingKey) -> Option<Verifier> {
        is_key_name(name).then(|| Verifier {
            name: name.to_owned(),
            id: key_id(name, kind, &key),
            kind,
            key,
        })
    }

    /// The key as it is written.
    pub(crate) fn text(&self) -> String {
        let id = base16ct::lower::encode_string(&self.id);
        let bytes = [[self.kind.byte()].as_slice(), self.key.as_bytes()].concat();
        format!("{}+{id}+{}", self.name, BASE64.encode(bytes))
    }

    /// The bytes of the key itself.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Whether the bytes of a signature hold for a text; the time that they state, if they do.
    pub(crate) fn verify(&self, text: &str, signature: &[u8]) -> Result<Option<u64>, ()> {
        let (time, signature) = match self.kind {
            Kind::Ed25519 => (None, signature),
            Kind::Cosignature => {
                let (time, signature) = signature.split_first_chunk::<8>().ok_or(())?;
                let time = u64::from_be_bytes(*time);
                if time > i64::MAX as u64 {
                    return Err(());
                }
                (Some(time), signature)
            }
        };
        let signature = Signature::from_slice(signature).map_err(drop)?;
        let message = time.map(|time| cosigned(text, time));
        let message = message.as_deref().unwrap_or(text);
        let held = self.key.verify_strict(message.as_bytes(), &signature);
        held.map(|()| time).map_err(drop)
    }
}

/// A secret key: what signs.
#[derive(Clone)]
pub(crate) struct Signer {
    verifier: Verifier,
    key: SigningKey,
}

/// Who signs, and nothing of the secret.
impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Signer")
            .field(&self.verifier.text())
            .finish()
    }
}

impl Signer {
    /// The key that 32 random bytes make.
    pub(crate) fn from_seed(name: &str, kind: Kind, seed: &[u8; 32]) -> Option<Signer> {
        let key = SigningKey::from_bytes(seed);
        let verifier = Verifier::new(name, kind, key.verifying_key())?;
        Some(Signer { verifier, key })
    }

    /// A key as it is written (the form of Go's sumdb/note, of which C2SP's is the public half).
    pub(crate) fn parse(text: &str) -> Option<Signer> {
        let rest = text
            .trim_end_matches(['\r', '\n'])
            .strip_prefix("PRIVATE+KEY+")?;
        let mut parts = rest.splitn(3, '+');
        let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = BASE64.decode(key).ok()?;
        let (kind, seed) = bytes.split_first()?;
        let signer = Signer::from_seed(name, Kind::of(*kind)?, seed.try_into().ok()?)?;
        let is_its_id = base16ct::lower::encode_string(&signer.verifier.id) == id;
        is_its_id.then_some(signer)
    }

    /// The key as it is written: a secret.
    pub(crate) fn secret_text(&self) -> String {
        let id = base16ct::lower::encode_string(&self.verifier.id);
        let bytes = [[self.verifier.kind.byte()].as_slice(), self.key.as_bytes()].concat();
        let name = &self.verifier.name;
        format!("PRIVATE+KEY+{name}+{id}+{}\n", BASE64.encode(bytes))
    }

    pub(crate) fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// The line of its signature of a text; of a witness, with a time in seconds since 1970.
    pub(crate) fn sign(&self, text: &str, time: u64) -> String {
        let signature = match self.verifier.kind {
            Kind::Ed25519 => self.key.sign(text.as_bytes()).to_bytes().to_vec(),
            Kind::Cosignature => {
                let signature = self.key.sign(cosigned(text, time).as_bytes());
                [time.to_be_bytes().as_slice(), &signature.to_bytes()].concat()
            }
        };
        line(&self.verifier.name, self.verifier.id, &signature)
    }
}

/// What a witness signs.
fn cosigned(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

fn key_id(name: &str, kind: Kind, key: &VerifyingKey) -> [u8; 4] {
    let mut hasher = Sha256::new();
    hasher.update(name.as_bytes());
    hasher.update([b'\n', kind.byte()]);
    hasher.update(key.as_bytes());
    let digest: [u8; 32] = hasher.finalize().into();
    let [a, b, c, d, ..] = digest;
    [a, b, c, d]
}

/// The line of a signature.
fn line(name: &str, id: [u8; 4], signature: &[u8]) -> String {
    let bytes = [id.as_slice(), signature].concat();
    format!("— {name} {}\n", BASE64.encode(bytes))
}

/// Whether a key may be called so: no blanks, no plus, nothing that nobody sees.
pub(crate) fn is_key_name(name: &str) -> bool {
    let is_bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    !name.is_empty() && name.len() <= 255 && !name.contains(is_bad)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Signer, Verifier};
    use crate::log::note::Note;

    fn signer(kind: Kind) -> Signer {
        Signer::from_seed("a.example/log", kind, &[7; 32]).unwrap_or_else(|| panic!())
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        for kind in [Kind::Ed25519, Kind::Cosignature] {
            let signer = signer(kind);
            let again = Signer::parse(&signer.secret_text()).map(|again| again.secret_text());
            assert_eq!(again, Some(signer.secret_text()));
            let text = signer.verifier().text();
            assert_eq!(Verifier::parse(&text).as_ref(), Some(signer.verifier()));
            // Another name, or another kind, is another key.
            assert_eq!(
                Verifier::parse(&text.replace("a.example", "b.example")),
                None
            );
        }
        let cases = ["", "a", "a+b+c", "a+00000000+AQ==", "PRIVATE+KEY+a"];
        for case in cases {
            assert!(Verifier::parse(case).is_none() && Signer::parse(case).is_none());
        }
    }

    #[test]
    fn what_is_signed_holds_and_nothing_else() {
        for (kind, time) in [
            (Kind::Ed25519, None),
            (Kind::Cosignature, Some(1_700_000_000)),
        ] {
            let signer = signer(kind);
            let text = "a.example/log\n1\nAAAA\n";
            let note = format!("{text}\n{}", signer.sign(text, 1_700_000_000));
            let parsed = Note::parse(&note).unwrap_or_else(|| panic!("{note}"));
            assert_eq!(parsed.signed_by(signer.verifier()), Some(Ok(time)));
            let other =
                Signer::from_seed("a.example/log", kind, &[8; 32]).unwrap_or_else(|| panic!());
            assert_eq!(parsed.signed_by(other.verifier()), None);
            let altered = note.replace("\n1\n", "\n2\n");
            let altered = Note::parse(&altered).unwrap_or_else(|| panic!("{altered}"));
            assert_eq!(altered.signed_by(signer.verifier()), Some(Err(())));
        }
    }
}
