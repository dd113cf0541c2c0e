/** Where dpkg reads what it shall leave out of every package that is installed later. */
export const SLIM_CONFIGURATION = 'etc/dpkg/dpkg.cfg.d/slim';
