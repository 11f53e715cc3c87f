# FastTrack: the action, and the settings of IP and IPv6.
@ /ip firewall filter
add chain=forward action=fasttrack-connection connection-state=established,related hw-offload=yes;ok;add action=fasttrack-connection chain=forward connection-state=established,related hw-offload=yes
add chain=forward action=fasttrack-connection hw-offload=no;ok;add action=fasttrack-connection chain=forward hw-offload=no
add chain=forward action=fasttrack;ok;add action=fasttrack-connection chain=forward
add chain=input action=fasttrack-connection;ok;add action=fasttrack-connection chain=input
add chain=forward action=fasttrack-connection hw-offload=maybe;refused;input does not match any value of hw-offload (line 2 column 58); it is yes or no
@ /ipv6 firewall filter
add chain=forward action=fasttrack-connection connection-state=established;ok;add action=fasttrack-connection chain=forward connection-state=established
@ /ip firewall raw
add chain=prerouting action=fasttrack-connection;refused;input does not match any value of action (line 2 column 29)
@ /ip firewall nat
add chain=srcnat action=fasttrack-connection;refused;input does not match any value of action (line 2 column 25)
@ /ip settings
set allow-fast-path=no;ok;set allow-fast-path=no
set allow-fast-path=yes;ok;
set allow-fast-path=no<NL>reset;ok;
set allow-fast-path=perhaps;refused;input does not match any value of allow-fast-path (line 2 column 21); it is yes or no
set ipv4-fasttrack-packets=1;refused;property ipv4-fasttrack-packets is read only (line 2 column 5)
set tcp-syncookies=yes;refused;bad parameter tcp-syncookies (line 2 column 5)
add allow-fast-path=no;refused;command add is not supported in /ip settings (line 2 column 1)
@ /ipv6 settings
set allow-fast-path=no;ok;set allow-fast-path=no
set ipv6-fasttrack-active=yes;refused;property ipv6-fasttrack-active is read only (line 2 column 5)
