import nofile
/ip firewall filter
import file-name=nofile verbose=yes
